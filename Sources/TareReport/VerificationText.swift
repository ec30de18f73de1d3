import TareTree

/// What the reports say of digests.
enum VerificationText {
  static func sentence(_ weighing: Weighing) -> String {
    let checked = weighing.verification.diffIDs
    let all = weighing.verification.layers
    if all == 0 { return "no layers to verify" }
    if checked == all { return all == 1 ? "the layer matches its digest" : "all \(all) layers match their digests" }
    let rest = "plain layers are read in full, and their digests checked, with --verify"
    return checked == 0 ? "digests not checked: \(rest)" : "\(checked) of \(all) layers match their digests; \(rest)"
  }
}
