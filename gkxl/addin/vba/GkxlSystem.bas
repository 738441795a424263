Attribute VB_Name = "GkxlSystem"
Option Explicit
' The only lines that ask Windows for something; nothing here looks at a workbook or its folder.
' All of it goes through WScript.Shell: what VBA has itself (MsgBox, GetSetting, Environ) loses
' the letters that the code page of the computer lacks.

Private Function GkxlShell() As Object
    Set GkxlShell = CreateObject("WScript.Shell")
End Function

' Where gkxl is: what "gkxl addin install" wrote into the settings of this user, else the usual folder.
Public Function GkxlProgram() As String
    On Error Resume Next
    GkxlProgram = GkxlShell().RegRead("HKCU\Software\VB and VBA Program Settings\gkxl\paths\exe")
    If GkxlProgram = "" Then GkxlProgram = GkxlShell().ExpandEnvironmentStrings("%LOCALAPPDATA%\gkxl\gkxlw.exe")
End Function

Public Function GkxlWindow() As String
    GkxlWindow = CStr(Application.Hwnd)
End Function

' Starts a program and waits for its end; returns 0, or the number of the error if it could not be started.
Public Function GkxlStart(ByVal commandLine As String) As Long
    On Error Resume Next
    GkxlShell().Run commandLine, 1, True
    GkxlStart = Err.Number
End Function

' An exclamation mark (48) in front of all other windows (4096), until somebody has read it (0).
Public Sub GkxlSay(ByVal words As String)
    GkxlShell().Popup words, 0, "gkxl", 48 + 4096
End Sub
