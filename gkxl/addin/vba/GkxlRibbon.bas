Attribute VB_Name = "GkxlRibbon"
Option Explicit
' One callback for every button: the id of a button is the command of "gkxl ribbon".
' A new button needs nothing here. ASCII only, for VBA keeps its text in a code page;
' the words that people read stand on the sheet of this add-in.

Public Sub GkxlOnAction(control As IRibbonControl)
    GkxlRun control.ID
End Sub

' Runs a command on the workbook in front, and says so where that was not possible.
' Excel answers while it waits: a second click before the end of the first one does nothing.
Public Sub GkxlRun(ByVal id As String)
    Static busy As Boolean
    Dim bookName As String
    Dim failure As Long
    Dim settings As Variant
    If busy Then Exit Sub
    If Not GkxlIsCommand(id) Then Exit Sub
    busy = True
    If Not ActiveWorkbook Is Nothing Then bookName = ActiveWorkbook.Name
    settings = GkxlSettings()
    failure = GkxlStart(GkxlCommandLine(GkxlProgram(), id, bookName, GkxlWindow()))
    GkxlRestore settings
    busy = False
    If failure = -2147024894 Or failure = -2147024893 Then
        GkxlSay GkxlWords(1) & Chr(10) & GkxlProgram()
    ElseIf failure <> 0 Then
        GkxlSay GkxlWords(2)
    End If
End Sub

' What gkxl changes in Excel while it works; with no workbook open Excel has no Calculation.
Public Function GkxlSettings() As Variant
    Dim found(4) As Variant
    On Error Resume Next
    found(0) = Application.Calculation
    found(1) = Application.EnableEvents
    found(2) = Application.DisplayAlerts
    found(3) = Application.StatusBar
    found(4) = Application.ScreenUpdating
    GkxlSettings = found
End Function

' gkxl puts everything back by itself; where it was killed, this does.
Public Sub GkxlRestore(ByVal settings As Variant)
    On Error Resume Next
    If Not IsEmpty(settings(0)) Then If Application.Calculation <> settings(0) Then Application.Calculation = settings(0)
    Application.EnableEvents = settings(1)
    Application.DisplayAlerts = settings(2)
    Application.StatusBar = settings(3)
    Application.ScreenUpdating = settings(4)
End Sub

' The id goes into a command line: letters and underscores, nothing else.
Public Function GkxlIsCommand(ByVal id As String) As Boolean
    Dim i As Long
    For i = 1 To Len(id)
        If InStr("abcdefghijklmnopqrstuvwxyz_", Mid(id, i, 1)) = 0 Then Exit Function
    Next i
    GkxlIsCommand = Len(id) > 0
End Function

' What is started. Windows expands %NAME% in it; the name of a file cannot hold "?", so "?" stands for "%".
Public Function GkxlCommandLine(ByVal exe As String, ByVal id As String, ByVal bookName As String, ByVal hwnd As String) As String
    Dim q As String
    q = Chr(34)
    GkxlCommandLine = q & exe & q & " ribbon " & id & " --hwnd=" & hwnd
    If Len(bookName) > 0 Then GkxlCommandLine = GkxlCommandLine & " --wb=" & q & Replace(bookName, "%", "?") & q
End Function

' A sentence from the sheet of this add-in, never from the workbook in front.
Public Function GkxlWords(ByVal number As Long) As String
    GkxlWords = ThisWorkbook.Sheets(1).Cells(number, 1).Value
End Function
