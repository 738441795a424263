/* python.exe and pythonw.exe: load the interpreter that lies beside the program (LIBRARY, such as python311.dll) and hand over to it. */
#include <windows.h>
#include <wchar.h>

typedef int (*Main)(int, wchar_t **);

static int start(void) {
  int argc;
  wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc), path[2048];
  GetModuleFileNameW(NULL, path, 2048);
  wcscpy(wcsrchr(path, L'\\') + 1, LIBRARY);
  HMODULE library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
  if (!library) return 97;
  Main run = (Main)(void *)GetProcAddress(library, "Py_Main");
  return run ? run(argc, argv) : 98;
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show) { return start(); }
#else
int wmain(void) { return start(); }
#endif
