import Testing

@testable import TareFindings

/// What a source says about GPUs.
@Suite struct GPUUseTests {
  private static func uses(_ source: String) -> [String] {
    GPUUse.all(in: Array(source.utf8)).map { "\($0.line) \($0.what)\($0.isGuarded ? " if there is one" : "")" }
  }

  @Test(arguments: [
    ("x = x.cuda()", "1 calls .cuda()"),
    ("\nmodel.to('cuda')", "2 names the device \"cuda\""),
    ("d = torch.device(\"cuda:0\")", "1 names the device \"cuda\""),
    ("torch.cuda.set_device(0)", "1 uses torch.cuda.set_device"),
    ("import cupy as cp", "1 imports cupy"),
  ])
  func plainUses(source: String, expected: String) { #expect(Self.uses(source) == [expected]) }

  @Test(arguments: [
    ("d = 'cuda' if torch.cuda.is_available() else 'cpu'", "1 uses torch.cuda.is_available if there is one"),
    ("d = (\n  'cuda'\n  if torch.cuda.is_available()\n  else 'cpu')", "2 names the device \"cuda\" if there is one"),
    ("if torch.cuda.is_available():\n  a()\n  b()\n  c()\n  m = m.cuda()", "5 calls .cuda() if there is one"),
    ("if device == 'cuda':\n  a()\n  b()\n  c()\n  torch.cuda.synchronize()", "5 uses torch.cuda.synchronize if there is one"),
  ])
  func usesThatAskFirst(source: String, expected: String) {
    #expect(Self.uses(source).last == expected || Self.uses(source).contains(expected))
    #expect(Self.uses(source).allSatisfy { $0.hasSuffix("if there is one") })
  }

  @Test func commentsAndTextAreNoUse() {
    #expect(Self.uses("# m.cuda()\n\"\"\"\nm.cuda()\n\"\"\"\nx = 1\n'''torch.cuda.x'''\n") == [])
    #expect(Self.uses("\"\"\"a\nb\"\"\"\nm.cuda()") == ["3 calls .cuda()"])
  }
}
