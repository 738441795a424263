Attribute VB_Name = "GkxlSystem"
Option Explicit
' The only lines that ask Windows for something; nothing here looks at a workbook or its folder.

' Where gkxl is: what "gkxl addin install" wrote into the settings of this user, else the usual folder.
Public Function GkxlProgram() As String
    GkxlProgram = GetSetting("gkxl", "paths", "exe", "")
    If GkxlProgram = "" Then GkxlProgram = Environ("LOCALAPPDATA") & "\gkxl\gkxlw.exe"
End Function

Public Function GkxlWindow() As String
    GkxlWindow = CStr(Application.Hwnd)
End Function

' Starts a program and waits for its end; returns 0, or the number of the error if it could not be started.
Public Function GkxlStart(ByVal commandLine As String) As Long
    On Error Resume Next
    CreateObject("WScript.Shell").Run commandLine, 1, True
    GkxlStart = Err.Number
End Function

Public Sub GkxlSay(ByVal words As String)
    MsgBox words, vbExclamation, "gkxl"
End Sub
