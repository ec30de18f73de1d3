/// What every page of `--format html` holds: the files of `Resources`, which the build embeds. They are a target of their
/// own since compiling them takes longer than compiling what uses them.
package enum PageTexts {
  package static let template = text(PackageResources.page_html)
  package static let style = text(PackageResources.page_css)

  /// In the order in which they are read; all share one scope.
  package static let script = [
    PackageResources.format_js, PackageResources.data_js, PackageResources.state_js, PackageResources.summary_js,
    PackageResources.layers_js, PackageResources.treemap_js, PackageResources.map_js, PackageResources.findings_js,
    PackageResources.packages_js, PackageResources.main_js,
  ].map(text).joined(separator: "\n")

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
