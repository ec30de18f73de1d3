/// Open addressing from hashes to numbers. Each slot has its hash beside its number, so that a probe that misses costs one
/// look into memory; with a million entries that is what takes the time.
package struct HashSlots: Sendable {
  /// Upper half: the hash. Lower half: the number plus one; 0 is a free slot.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)
  private var count = 0

  package init() {}

  /// The number under `hash` for which `matches` holds, or the slot where it would go.
  @inline(__always)
  package func find(_ hash: UInt32, _ matches: (Int32) -> Bool) -> (slot: Int, found: Int32?) {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if UInt32(truncatingIfNeeded: slots[slot] >> 32) == hash {
        let number = Int32(truncatingIfNeeded: slots[slot] & 0xffff_ffff) - 1
        if matches(number) { return (slot, number) }
      }
      slot = (slot + 1) & mask
    }
    return (slot, nil)
  }

  /// - Parameter slot: the free one that `find` gave.
  package mutating func insert(_ number: Int32, _ hash: UInt32, at slot: Int) {
    slots[slot] = UInt64(hash) << 32 | UInt64(UInt32(bitPattern: number + 1))
    count += 1
    if count * 2 > slots.count { grow() }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for entry in old where entry != 0 {
      var slot = Int(entry >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
