; The setup for one user: no administrator, everything below %LOCALAPPDATA%\Programs\gkxl.  Built by packaging/pack.
; Silent: setup.exe /S [/D=folder]; uninstall.exe /S.  Ends with 2 where the program is in use or refuses.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
!include MUI2.nsh

!define TITLE "gkxl 政务公开统计"
!define MENU "$SMPROGRAMS\政务公开统计"
!define DROP "gkxl-汇总.cmd"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\gkxl"
!define FOLDERS "Software\Classes\Directory\shell\gkxl"

Name "${TITLE}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\gkxl"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "gkxl"
VIAddVersionKey /LANG=2052 FileDescription "${TITLE}安装程序"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 LegalCopyright "MIT"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese
!uninstfinalize '${SIGN} "%1"'

; A program that runs cannot be renamed away: whoever uses it is asked to close it, before anything is changed.
!macro REFUSE_WHILE_IN_USE
  !define IN_USE_ID ${__LINE__}
  IfFileExists "$INSTDIR\gkxlw.exe" 0 free_${IN_USE_ID}
  ClearErrors
  Rename "$INSTDIR\gkxlw.exe" "$INSTDIR\gkxlw.was"
  IfErrors in_use_${IN_USE_ID}
  Rename "$INSTDIR\gkxlw.was" "$INSTDIR\gkxlw.exe"
  Rename "$INSTDIR\gkxl.exe" "$INSTDIR\gkxl.was"
  IfErrors in_use_${IN_USE_ID}
  Rename "$INSTDIR\gkxl.was" "$INSTDIR\gkxl.exe"
  Goto free_${IN_USE_ID}
in_use_${IN_USE_ID}:
  MessageBox MB_ICONEXCLAMATION "gkxl 正在运行，没有改动；请关闭 Excel 和 gkxl 的窗口，再运行一次" /SD IDOK
  SetErrorLevel 2
  Abort "gkxl 正在运行，没有改动"
free_${IN_USE_ID}:
  !undef IN_USE_ID
!macroend

; What is ours in the folder, and nothing that somebody has laid there.
!macro TAKE_OUT
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\gkxl.exe"
  Delete "$INSTDIR\gkxlw.exe"
  Delete "$INSTDIR\${DROP}"
!macroend

Section
  !insertmacro REFUSE_WHILE_IN_USE
  !insertmacro TAKE_OUT ; an older version may hold files that this one has not
  SetOutPath "$INSTDIR"
  File /r "${FROZEN}/*"
  File "${HERE}/${DROP}"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "${MENU}"
  SetOutPath "$DOCUMENTS" ; where a menu entry starts: the example is made there
  CreateShortcut "${MENU}\帮助.lnk" "$SYSDIR\cmd.exe" '/k ""$INSTDIR\gkxl.exe" help"' "$INSTDIR\gkxl.exe"
  CreateShortcut "${MENU}\示例.lnk" "$SYSDIR\cmd.exe" '/k ""$INSTDIR\gkxl.exe" demo"' "$INSTDIR\gkxl.exe"
  CreateShortcut "${MENU}\检查安装.lnk" "$SYSDIR\cmd.exe" '/k ""$INSTDIR\gkxl.exe" addin doctor"' "$INSTDIR\gkxl.exe"
  SetOutPath "$INSTDIR"

  WriteRegStr HKCU "${FOLDERS}" "" "用 gkxl 汇总"
  WriteRegStr HKCU "${FOLDERS}" "Icon" "$INSTDIR\gkxl.exe"
  WriteRegStr HKCU "${FOLDERS}\command" "" '"$INSTDIR\${DROP}" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\gkxl.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  ; Where there is no Excel it says so and the commands work all the same.
  nsExec::ExecToLog '"$INSTDIR\gkxl.exe" addin install'
  Pop $0
SectionEnd

Section Uninstall
  !insertmacro REFUSE_WHILE_IN_USE
  nsExec::ExecToLog '"$INSTDIR\gkxl.exe" addin uninstall'
  Pop $0
  !insertmacro TAKE_OUT
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP" ; a folder that one stands in cannot be removed
  RMDir "$INSTDIR"
  Delete "${MENU}\帮助.lnk"
  Delete "${MENU}\示例.lnk"
  Delete "${MENU}\检查安装.lnk"
  RMDir "${MENU}"
  RMDir /r "$LOCALAPPDATA\gkxl\log"
  RMDir "$LOCALAPPDATA\gkxl"
  DeleteRegKey HKCU "${FOLDERS}"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
