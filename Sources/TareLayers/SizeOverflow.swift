/// Sizes that no sum can hold: sparse files may claim anything.
struct SizeOverflow: Error, CustomStringConvertible {
  var description: String { "damaged: the sizes of its files add up to more than 2^63 bytes" }
}
