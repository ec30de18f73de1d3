extension Dockerfile {
  /// Reads a Dockerfile as BuildKit does, in time linear in its size; what BuildKit refuses is an error here.
  public init(parsing source: [UInt8]) throws(DockerfileError) {
    var reader = DockerfileReader(source: source)
    do {
      let instructions = try reader.instructions()
      for instruction in instructions { try InstructionRules.check(instruction, in: source) }
      self = try reader.dockerfile(of: instructions)
    } catch {
      throw reader.located(error)
    }
  }
}
