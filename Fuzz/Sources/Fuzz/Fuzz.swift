import Glibc
import TareLayers
import TareOwners
import TareReach
import TareReport
import TareSource
import TareTree

/// Weighs damaged images for some time: `Fuzz SECONDS SEED FILE...`. Each input is one of the files with a few random
/// edits; tar headers then get right checksums again, or nothing behind the first flipped bit would ever be reached. An
/// input that brings the program down is left at the path it prints at the start. Build with `--sanitize=address`.
@main
struct Fuzz {
  private var generator: SplitMix64
  private let seeds: [[UInt8]]
  private let path = "/dev/shm/tare-fuzz-\(getpid())"

  static func main() {
    let arguments = Array(CommandLine.arguments[1...])
    guard arguments.count > 2, let seconds = Int(arguments[0]), let seed = UInt64(arguments[1]) else {
      print("usage: Fuzz SECONDS SEED FILE...")
      exit(2)
    }
    var fuzz = Fuzz(seed: seed, files: Array(arguments.dropFirst(2)))
    fuzz.run(seconds: seconds)
  }

  private init(seed: UInt64, files: [String]) {
    generator = SplitMix64(state: seed)
    seeds = files.map { Self.read($0) }
  }

  private mutating func run(seconds: Int) {
    print("inputs pass through \(path)")
    let end = time(nil) + seconds
    var (count, weighed, slowest) = (0, 0, 0)
    while time(nil) < end {
      let start = clock()
      if weigh(mutated(seeds.randomElement(using: &generator)!)) { weighed += 1 }
      slowest = max(slowest, clock() - start)
      count += 1
    }
    unlink(path)
    print("\(count) inputs, \(weighed) of them weighed, no finding; the slowest took \(slowest / 1000) ms")
  }

  /// Whether the input was an image at all.
  private func weigh(_ bytes: [UInt8]) -> Bool {
    let descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0o600)
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    guard let image = try? LayerLoader.load(.path(path), catching: PackageCatching()), let analysis = try? Analysis(image) else {
      return false
    }
    let weighing = analysis.weighing
    for format in ReportFormat.allCases { precondition(!format.render(analysis, ReportOptions()).isEmpty) }
    precondition(!PackageReport(analysis, order: .own, options: ReportOptions()).renderJSON().isEmpty)
    for row in weighing.rows.prefix(4) where !row.isAbsent { _ = weighing.listing(of: [0x2f], layer: row.layer, recursive: true) }
    return true
  }

  private mutating func mutated(_ seed: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...6, using: &generator) where bytes.count > 1024 {
      let position = Int.random(in: 0..<bytes.count, using: &generator)
      let block = position / 512 * 512
      switch Int.random(in: 0..<9, using: &generator) {
      case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.removeSubrange(position...)
      case 3: bytes.removeSubrange(block..<min(block + 512, bytes.count))
      case 4: bytes.insert(contentsOf: bytes[block..<min(block + 512, bytes.count)], at: block)
      case 5:
        // The size, the type or the name of a header.
        guard block + 512 <= bytes.count else { continue }
        let field = [0..<100, 124..<136, 156..<157, 157..<257, 345..<500].randomElement(using: &generator)!
        bytes[block + field.randomElement(using: &generator)!] = Array("0123456789xgLKS/.w\u{0}".utf8).randomElement(
          using: &generator)!
      case 6:
        let other = Int.random(in: 0..<bytes.count, using: &generator) / 512 * 512
        let count = min(512, bytes.count - max(block, other))
        for index in 0..<count { bytes[block + index] = bytes[other + index] }
      case 7: for index in position..<min(position + 8, bytes.count) { bytes[index] = 0xff }
      default:
        let digit = UInt8.random(in: 0x30...0x39, using: &generator)
        if (0x30...0x39).contains(bytes[position]) { bytes[position] = digit }
      }
    }
    repairChecksums(&bytes)
    return bytes
  }

  private func repairChecksums(_ bytes: inout [UInt8]) {
    for block in stride(from: 0, to: bytes.count - 511, by: 512)
    where bytes[block + 257..<block + 262].elementsEqual("ustar".utf8) {
      for index in block + 148..<block + 156 { bytes[index] = 0x20 }
      var sum = bytes[block..<block + 512].reduce(0) { $0 + Int($1) }
      for index in (block + 148..<block + 154).reversed() {
        bytes[index] = 0x30 + UInt8(sum & 7)
        sum >>= 3
      }
      bytes[block + 154] = 0
    }
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}

private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
