import Studies
import Testing
import TextData

@Suite struct StudyTableTests {
  private static let table = StudyTable(
    name: "test", caption: "Means & more, 100 %",
    columns: [
      .text("strategy"), .number("erank_kept", decimals: 2),
      .number("change", unit: "%", decimals: 1),
      .number("images", "n", decimals: 0),
    ],
    rows: [
      [.text("agilepruner:tau=0.05"), .number(13.904), .number(-0.25), .count(3)],
      [.text("a_b\u{1B}[31m"), .missing, .init(Double.nan), .count(12)],
    ])

  @Test("a terminal has columns that line up, and no control character")
  func text() {
    let lines = Self.table.text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "Means & more, 100 %")
    #expect(lines[1] == "  strategy              erank kept  change (%)   n")
    #expect(lines[2] == "  agilepruner:tau=0.05       13.90        -0.3   3")
    #expect(lines[3].hasSuffix("–           –  12"))
    #expect(!Self.table.text.unicodeScalars.contains("\u{1B}"))
  }

  @Test("CSV has keys and full precision")
  func csv() {
    #expect(
      Self.table.csv
        == "strategy,erank_kept,change,images\nagilepruner:tau=0.05,13.904,-0.25,3\n"
        + "a_b\u{1B}[31m,,,12\n")
  }

  @Test("JSON has rows as objects, null where nothing is known")
  func json() {
    #expect(
      Self.table.json.text
        == #"{"name":"test","caption":"Means & more, 100 %","columns":["#
        + #"{"key":"strategy","heading":"strategy","unit":""},"#
        + #"{"key":"erank_kept","heading":"erank kept","unit":""},"#
        + #"{"key":"change","heading":"change","unit":"%"},"#
        + #"{"key":"images","heading":"n","unit":""}],"rows":["#
        + #"{"strategy":"agilepruner:tau=0.05","erank_kept":13.904,"change":-0.25,"images":3},"#
        + #"{"strategy":"a_b\u001b[31m","erank_kept":null,"change":null,"images":12}]}"#)
  }

  @Test("LaTeX is escaped and needs booktabs alone")
  func latex() {
    #expect(
      Self.table.latex
        == #"""
        \begin{table}
        \centering
        \caption{Means \& more, 100 \%}
        \begin{tabular}{lrrr}
        \toprule
        strategy & erank kept & change (\%) & n \\
        \midrule
        agilepruner:tau=0.05 & 13.90 & $-0.3$ & 3 \\
        a\_b?[31m & -- & -- & 12 \\
        \bottomrule
        \end{tabular}
        \end{table}

        """#)
  }

  @Test(
    "signs that LaTeX would read as commands, and letters that its fonts lack, are written around")
  func latexSigns() {
    let table = StudyTable(
      name: "t", caption: #"\$^~{}<τ ≥ é 日--"#, columns: [.text("a")], rows: [[.text("[x]")]])
    #expect(
      table.latex.contains(
        #"\caption{\textbackslash{}\$\textasciicircum{}\textasciitilde{}\{\}\textless{}"#
          + #"$\tau$ $\geq$ é ?-{}-}"#))
    #expect(table.latex.contains("{}[x] \\\\"))
  }
}
