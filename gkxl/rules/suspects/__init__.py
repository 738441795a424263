"""Which cell is wrong where an equation does not hold: proven, likely with reasons, or honestly not known.

An equation that does not hold says that a cell is wrong, not which.  Everything that was given to the command says more: other
equations that the same cell stands in, the periods before and after, sums stated elsewhere, how people slip.
"""

from gkxl.rules.suspects.evidence import Evidence, Suspect, Whole
from gkxl.rules.suspects.naming import framed, suspects
from gkxl.rules.suspects.words import sentence

__all__ = ["Evidence", "Suspect", "Whole", "framed", "sentence", "suspects"]
