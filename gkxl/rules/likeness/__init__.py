"""What is allowed but unlikely: the same figures twice, figures that never fall, figures of another order of magnitude.

Nothing here is an error: each finding says what is seen, with both values, and asks.
"""

from gkxl.rules.likeness.looking import Seen, unlikely

__all__ = ["Seen", "unlikely"]
