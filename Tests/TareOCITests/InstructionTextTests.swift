import TareOCI
import Testing

@Suite struct InstructionTextTests {
  @Test(arguments: [
    ("/bin/sh -c #(nop)  CMD [\"bash\"]", "CMD [\"bash\"]"),
    ("RUN /bin/sh -c apt-get update # buildkit", "RUN apt-get update"),
    ("COPY a /b # buildkit", "COPY a /b"),
    ("/bin/sh -c make\t&&   make install", "RUN make && make install"),
    ("|2 A=1 B=2 /bin/sh -c make", "RUN make"),
    ("RUN |1 A=1 /bin/sh -c make # buildkit", "RUN make"),
    ("WORKDIR /app", "WORKDIR /app"), ("", ""),
  ])
  func buildersWrappingIsLeftOut(createdBy: String, text: String) { #expect(InstructionText.text(createdBy) == text) }

  @Test func commentStandsInForAMissingRecord() {
    #expect(InstructionText.text(nil, comment: "Imported from -") == "Imported from -")
  }

  @Test func tellingPartIsKept() {
    let text = "RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ && rm -rf /var/lib/apt/lists/*"
    #expect(InstructionText.shortened(text, to: 60) == "RUN … apt-get install gcc g++ …")
    #expect(InstructionText.shortened(text, to: 200) == text)
  }

  @Test func theMiddleGoesWhenAllIsTelling() {
    let text = "COPY " + String(repeating: "a", count: 100) + " /end"
    let short = InstructionText.shortened(text, to: 30)
    #expect(short.count == 30)
    #expect(short.hasPrefix("COPY aaa") && short.hasSuffix("/end") && short.contains("…"))
  }
}
