@echo off
rem A folder that is dropped on this file is merged into a workbook beside it. ASCII only: cmd reads its files in a code page of its own.
rem What the workbook is called comes from the name of this file.
setlocal
set "word=%~n0"
set "word=%word:gkxl-=%"
if "%~1"=="" (
  "%~dp0gkxl.exe" help merge
  goto end
)
:next
set "folder=%~f1"
"%~dp0gkxl.exe" merge "%folder%" -o "%folder%-%word%.xlsx"
shift
if not "%~1"=="" goto next
:end
if not defined GKXL_NO_PAUSE pause
