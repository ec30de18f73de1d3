import TareTestSupport
import Testing

@testable import TareFindings

/// PyTorch for CUDA, and what is in it.
@Suite struct MachineLearningRuleTests {
  private static let site = PythonFiles.site
  private static let torchFiles = [
    "torch/__init__.py", "torch/_C.cpython-311-x86_64-linux-gnu.so", "torch/lib/libtorch_cuda.so", "torch/lib/libtorch_cpu.so",
  ]
  private static let needs = ["nvidia-cublas", "nvidia-cudnn", "triton"]
  private static let module = SmallELF(needed: ["libtorch_cpu.so", "libtorch_cuda.so"], filler: 1).bytes
  private static let engines = SmallELF(soname: "libcudnn_engines.so.9", code: 4000).bytes

  /// An image whose application imports torch, with three distributions that torch needs.
  private static func image(_ main: String = "import torch\n", config: String = "", needsToo: String? = nil) -> ImageBuilder {
    let path = ",\"Env\":[\"LD_LIBRARY_PATH=/\(site)/torch/lib:/\(site)/nvidia/cublas/lib\"\(config.isEmpty ? "" : ",\(config)")]"
    return ImageBuilder.application(main, config: path) { tar in
      PythonFiles.distribution("torch", ["torch/__init__.py": "open(\"libnvrtc.so.*[0-9]\")\n"], requires: needs, to: &tar)
      tar.file("\(site)/torch-1.0.dist-info/RECORD", torchFiles.map { "\($0),,\n" }.joined())
      tar.file("\(site)/\(torchFiles[1])", module)
      tar.file("\(site)/\(torchFiles[2])", SmallELF(needed: ["libcublas.so.13"], filler: 2).bytes)
      tar.file("\(site)/\(torchFiles[3])", SmallELF(code: 800, filler: 3).bytes)
      PythonFiles.distribution("nvidia-cublas", ["nvidia/cublas/__init__.py": "#"], to: &tar)
      tar.file("\(site)/nvidia_cublas-1.0.dist-info/RECORD", "nvidia/cublas/lib/libcublas.so.13,,\nnvidia/cublas/__init__.py,,\n")
      tar.file("\(site)/nvidia/cublas/lib/libcublas.so.13", SmallELF(soname: "libcublas.so.13", code: 1600).bytes)
      PythonFiles.distribution("nvidia-cudnn", ["nvidia/cudnn/__init__.py": "#"], to: &tar)
      tar.file(
        "\(site)/nvidia_cudnn-1.0.dist-info/RECORD", "nvidia/cudnn/lib/libcudnn_engines.so.9,,\nnvidia/cudnn/__init__.py,,\n")
      tar.file("\(site)/nvidia/cudnn/lib/libcudnn_engines.so.9", engines)
      PythonFiles.distribution(
        "triton",
        [
          "triton/__init__.py": PythonFiles.text(300), "triton/backends/amd/driver.py": PythonFiles.text(2000),
          "triton/backends/nvidia/driver.py": PythonFiles.text(50),
          "triton-1.0.dist-info/entry_points.txt":
            "[triton.backends]\namd = triton.backends.amd\nnvidia = triton.backends.nvidia\n",
        ], to: &tar)
      if let needsToo { PythonFiles.distribution("boost", ["boost.py": "#"], requires: [needsToo], to: &tar) }
    }
  }

  private static func found(_ image: ImageBuilder, _ rule: any Rule, intents: Set<String> = []) throws -> Found {
    try Found(image, rules: [rule], intents: intents)
  }

  /// What the image has of these distributions.
  private static func bytes(of names: [String], in found: Found) -> Int {
    names.flatMap { found.context.packages(named: $0, in: .pypi) }.reduce(0) { $0 + found.context.ownership.packages[Int($1)].own }
  }

  // MARK: The CUDA build

  @Test func whatOnlyTorchNeedsForGPUs() throws {
    let found = try Self.found(Self.image(), CUDAWithoutGPU())
    let finding = try #require(found.finding("cuda-without-gpu/torch"))
    #expect(finding.bytes == Self.bytes(of: Self.needs, in: found))
    #expect(finding.bytes > 6000)
    #expect(finding.intent == "cpu" && !finding.exact && !finding.counts)
    #expect(
      finding.evidence.last
        == "no NVIDIA_* or CUDA_* variable, no CUDA toolkit, and no use of CUDA in 1 Python source of the application")
    let cpu = try Self.found(Self.image(), CUDAWithoutGPU(), intents: ["cpu"])
    #expect(cpu.findings.removable == finding.bytes)
  }

  @Test func whatAnotherDistributionNeedsStays() throws {
    let found = try Self.found(Self.image(needsToo: "nvidia-cublas"), CUDAWithoutGPU())
    #expect(found.finding("cuda-without-gpu/torch")?.bytes == Self.bytes(of: ["nvidia-cudnn", "triton"], in: found))
  }

  @Test(arguments: [
    ("import torch\n", "\"NVIDIA_VISIBLE_DEVICES=all\"", "ENV NVIDIA_VISIBLE_DEVICES is set"),
    ("import torch\nm.to('cuda')\n", "", "/app/main.py:2 names the device \"cuda\""),
    ("import torch\n", "\"DEVICE=cuda:0\"", "ENV DEVICE=cuda:0"),
  ])
  func signsOfGPUs(main: String, config: String, sign: String) throws {
    let image = Self.image(main, config: config)
    let found = try Self.found(image, CUDAWithoutGPU())
    #expect(found.reason("cuda-without-gpu") == "the image is made for GPUs: \(sign)")
    // The owner's word goes before.
    let cpu = try Self.found(image, CUDAWithoutGPU(), intents: ["cpu"])
    #expect(cpu.finding("cuda-without-gpu/torch")?.evidence.contains("against it: \(sign)") == true)
  }

  @Test(arguments: ["\"NVIDIA_VISIBLE_DEVICES=void\"", "\"CUDA_VISIBLE_DEVICES=-1\""])
  func variablesThatSwitchGPUsOff(variable: String) throws {
    #expect(try Self.found(Self.image(config: variable), CUDAWithoutGPU()).lines.count == 1)
  }

  @Test func checksAreNoUse() throws {
    let found = try Self.found(Self.image("import torch\nd = 'cuda' if torch.cuda.is_available() else 'cpu'\n"), CUDAWithoutGPU())
    #expect(found.findings.findings[0].evidence.last == "checks only: /app/main.py:2 uses torch.cuda.is_available")
  }

  @Test func theOwnerSaysGPU() throws {
    let found = try Self.found(Self.image(), CUDAWithoutGPU(), intents: ["sm_90"])
    #expect(found.reason("cuda-without-gpu") == "the owner says that the image is for GPUs (--intent sm_90)")
  }

  @Test func theRecordOfTheOtherBuildMakesItExact() throws {
    let found = try Self.found(Self.image(), CUDAWithoutGPU())
    let build = try #require(found.context.cudaBuilds.first)
    // Without the CUDA library, with a smaller library for processors, a larger module, and one file more.
    let cpu = found.context.size(of: [found.content("/\(Self.site)/torch/lib/libtorch_cpu.so")])
    let cuda = found.context.size(of: [found.content("/\(Self.site)/torch/lib/libtorch_cuda.so")])
    let text = found.context.size(of: [found.content("/\(Self.site)/torch/__init__.py")])
    let record = """
      torch/__init__.py,sha256=x,\(text)
      torch/_C.cpython-311-x86_64-linux-gnu.so,sha256=x,\(Self.module.count + 20)
      torch/lib/libtorch_cpu.so,sha256=x,\(cpu - 100)
      torch/extra.py,sha256=x,30
      torch-1.0+cpu.dist-info/RECORD,,
      """
    let wheel = try #require(WheelRecord(Array(record.utf8)))
    let finding = try CUDAWithoutGPU().finding(build, GPUIntent(found.context), wheel, found.context)
    #expect(finding.exact)
    #expect(found.context.bytes(of: finding.claim) == Self.bytes(of: Self.needs, in: found) + cuda + 100 - 20 - 30)
    #expect(finding.edits.map { $0.newSize - $0.oldSize }.sorted() == [-100, 20])
  }

  /// The record as the owner hands it in, with `_C` for this Python and a text of the same size.
  private static func wheel(_ version: String = "1.0+cpu", module: String = torchFiles[1]) throws -> WheelRecord {
    try #require(
      WheelRecord(
        Array("torch/__init__.py,x,\(31)\n\(module),x,\(Self.module.count)\ntorch-\(version).dist-info/RECORD,,\n".utf8)))
  }

  @Test func theWheelThatTheOwnerGives() throws {
    let plain = try Self.found(Self.image(), CUDAWithoutGPU())
    let gone = ["libtorch_cpu.so", "libtorch_cuda.so"].map { plain.content("/\(Self.site)/torch/lib/\($0)") }
    let text = plain.context.size(of: [plain.content("/\(Self.site)/torch/__init__.py")])
    let context = RuleContext(plain.weighed.analysis, plain.weighed.image, cpuWheelOfTorch: try Self.wheel())
    #expect(context.cpuWheelMisfit == nil)
    let finding = try #require(try FindingSet(context, rules: [CUDAWithoutGPU()]).findings.first)
    #expect(finding.exact)
    // Both libraries are not in the wheel; its text is a little larger.
    #expect(finding.bytes == Self.bytes(of: Self.needs, in: plain) + plain.context.size(of: gone) - (31 - text))
  }

  @Test func aWheelOfAnotherBuildIsNotUsed() throws {
    let plain = try Self.found(Self.image(), CUDAWithoutGPU())
    for (wheel, misfit) in [
      (try Self.wheel("1.1+cpu"), "is of torch 1.1+cpu, and the image has 1.0"),
      (
        try Self.wheel(module: "torch/_C.cpython-312-aarch64-linux-gnu.so"),
        "is for another Python or another machine: it has no torch/_C.cpython-311-x86_64-linux-gnu.so"
      ),
    ] {
      let context = RuleContext(plain.weighed.analysis, plain.weighed.image, cpuWheelOfTorch: wheel)
      #expect(context.cpuWheelMisfit == misfit)
      let finding = try #require(try FindingSet(context, rules: [CUDAWithoutGPU()]).findings.first)
      #expect(!finding.exact && finding.bytes == plain.findings.findings.first?.bytes)
    }
  }

  @Test func aRecordSaysWhatItIsOf() throws {
    let wheel = try Self.wheel("2.6.0+cpu")
    #expect(wheel.distribution?.name == "torch" && wheel.distribution?.version == "2.6.0+cpu" && !wheel.isForCUDA)
    #expect(try #require(WheelRecord(Array("torch/lib/libtorch_cuda.so,x,9\n".utf8))).isForCUDA)
  }

  @Test func aBuildWithoutCUDAIsFine() throws {
    let image = ImageBuilder.application("import torch\n") {
      PythonFiles.distribution("torch", ["torch/__init__.py": "#", "torch/lib/libtorch_cpu.so": "x"], to: &$0)
    }
    for rule in [CUDAWithoutGPU(), CUDANeverMapped()] as [any Rule] {
      #expect(try Self.found(image, rule).reason(rule.name) == "there is no PyTorch built for CUDA")
    }
  }

  // MARK: Parts of it

  @Test func librariesThatImportingDoesNotLoad() throws {
    let found = try Self.found(Self.image(), CUDANeverMapped(), intents: ["cpu"])
    #expect(found.lines == ["cuda-never-mapped/torch \(Self.engines.count)"])
    #expect(found.claims("cuda-never-mapped/torch").map { $0.split(separator: "/").last } == ["libcudnn_engines.so.9"])
  }

  @Test func backEndsOfAnotherMaker() throws {
    let found = try Self.found(Self.image(), TritonBackends())
    let finding = try #require(found.findings.findings.first)
    #expect(finding.bytes == 2000 + "amd = triton.backends.amd\n".utf8.count)
    #expect(finding.title == "Triton's back end for AMD beside a PyTorch for NVIDIA")
    #expect(finding.edits.map(\.kind) == ["remove the entry of amd"])
  }

  @Test func tritonAloneSaysNothingOfItsMaker() throws {
    let image = ImageBuilder.application("import triton\n") {
      PythonFiles.distribution("triton", ["triton/backends/amd/x.py": "#", "triton/backends/nvidia/x.py": "#"], to: &$0)
    }
    #expect(
      try Self.found(image, TritonBackends()).reason("triton-backends")
        == "no PyTorch for CUDA or ROCm beside Triton tells whose GPUs it is for")
  }

  // MARK: Code for GPUs

  /// Entries of machine code by architecture, with so many bytes each.
  private static func fatBinary(_ entries: [(architecture: Int, bytes: Int)]) -> [UInt8] {
    var body: [UInt8] = []
    for entry in entries {
      body += SmallELF.word(2, 2) + SmallELF.word(0, 2) + SmallELF.word(64, 4)
      body += SmallELF.word(entry.bytes - 64, 8)
      body += [UInt8](repeating: 0, count: 12)
      body += SmallELF.word(entry.architecture, 4)
      body += [UInt8](repeating: 0, count: 32) + [UInt8](repeating: 9, count: entry.bytes - 64)
    }
    var header = SmallELF.word(0xba55_ed50, 4) + SmallELF.word(1, 2)
    header += SmallELF.word(16, 2) + SmallELF.word(body.count, 8)
    return header + body
  }

  @Test func codeByArchitecture() throws {
    var image = ImageBuilder()
    let section = Self.fatBinary([(75, 1000), (80, 2000), (86, 3000), (90, 4000)])
    image.layer { $0.file("usr/lib/libk.so", SmallELF(loaded: [(".nv_fatbin", section)]).bytes) }
    let all = try Self.found(image, GPUArchitectures())
    #expect(all.lines == ["gpu-architectures/all 0"])
    #expect(all.findings.findings[0].severity == .info)
    #expect(
      all.findings.findings[0].evidence.prefix(2) == [
        "machine code: sm_75 1.00 kB, sm_80 2.00 kB, sm_86 3.00 kB, sm_90 4.00 kB",
        "of 10.0 kB one GPU can use at most: sm_75 1.00 kB, sm_80 2.00 kB, sm_86 5.00 kB, sm_90 4.00 kB",
      ])
    let one = try Self.found(image, GPUArchitectures(), intents: ["sm_89"])
    #expect(one.findings.findings[0].evidence[1] == "of 10.0 kB one GPU can use at most: sm_89 5.00 kB")
  }

  @Test func codeForTheOnlyGPUInQuestion() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("usr/lib/libk.so", SmallELF(loaded: [(".nv_fatbin", Self.fatBinary([(90, 1000)]))]).bytes)
    }
    let all = try Self.found(image, GPUArchitectures())
    #expect(all.reason("gpu-architectures") == "all code for GPUs (1.00 kB) is for sm_90")
    let older = try Self.found(image, GPUArchitectures(), intents: ["sm_80"])
    #expect(older.findings.findings.first?.evidence[1] == "of 1.00 kB one GPU can use at most: sm_80 0 B")
  }

  @Test func codeForALinkerOnly() throws {
    var image = ImageBuilder()
    image.layer {
      $0.file("usr/lib/libk.so", SmallELF(loaded: [("__nv_relfatbin", [UInt8](repeating: 5, count: 800))]).bytes)
      $0.file("usr/lib/libn.so", SmallELF(loaded: [(".nv_fatbin", Self.fatBinary([(90, 1000)]))]).bytes)
    }
    let found = try Self.found(image, RelocatableGPUCode())
    #expect(found.lines == ["relocatable-gpu-code/all 800"])
    #expect(found.findings.removable == 0)
  }
}
