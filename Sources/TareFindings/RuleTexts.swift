// Written by Tools/rules.py from the doc comments of the rules.

/// What users read of each rule.
enum RuleTexts {
  static let all: [String: String] = [
    "changed-in-place": #"""
    Files that an instruction writes again only to change their owner, mode or time.

    An image layer holds whole files: `RUN chown -R app /app` copies every file below `/app` into a layer of its own, and the first copy stays where it was. Say owner and mode when the file is written: `COPY --chown=app:app`, `COPY --chmod=755`, `chown` within the same `RUN`, or a `USER` line above the step that makes the files.

    The claim is the lower copy, wherever the fix acts: removing it changes nothing that a container sees.
    """#,
    "copied-again": #"""
    Files that `COPY` or `ADD` writes although a lower layer has them already, byte for byte.

    `COPY --from=builder /usr/local /usr/local` over a base that brings its own `/usr/local` writes the whole of it a second time wherever owner, mode or time differ, or always with `--link`; only what is new had to come. Copy the directories that the build stage added, as `/usr/local/lib/python3.12/site-packages`, or put them under a prefix of their own (`/opt/venv`) and copy that.

    The claim is the lower copy, which nothing shows any more. Where that is a base's and equal to the upper one in owner, mode, time and attributes too, the claim is the upper copy: the base's then shows again and no container can tell.
    """#,
    "copy-of-lower-layer": #"""
    Files that a lower layer has under another path, with the same content.

    `RUN cp -r app app.bak`, a second `COPY` of one directory to another place, a model that one step downloads and the next one copies: a layer knows nothing of the content of those below it, so every byte is stored and fetched again. Put a symbolic link where the copy is (`ln -s`), move in the instruction that writes the file, or drop the copy. A hard link does not help: across layers the whole file is copied up.

    Small files count only where the directory was copied as a whole. The copy in the lowest layer is the one that stays.
    """#,
    "deleted-later": #"""
    Files that one layer brings and a later instruction deletes, beside its other work.

    Deleting a file in a later layer hides it and frees nothing: the layer that brought it still holds every byte, and every pull of the image still fetches it. The deletion must happen in the instruction that makes the file, or the file must not come in at all: a line in `.dockerignore` for what `COPY` brings, `RUN --mount=type=cache` or `type=bind` for what a build step only reads.

    The claim is the dead copy in the layer that wrote it. Removing it changes nothing that a container sees.
    """#,
    "deletes-earlier": #"""
    An instruction that does nothing but delete what earlier layers hold.

    `RUN rm -rf …` on a line of its own adds a layer of markers and frees nothing: the bytes stay in the layer that brought them. Delete in the instruction that makes the files, keep them out with `.dockerignore`, or copy from a build stage only what the image needs. The line itself can then go.

    The claim is the dead copies in the layers that wrote them.
    """#,
    "identical-files": #"""
    Files of one layer with the same content under several paths.

    Some tools copy where a link would do: a model under two names, a vendored library in each of several plug-ins, assets that a build step leaves in two places. Where the copies lie in one layer a hard link costs nothing (`ln -f KEPT COPY`, or `hardlink` of util-linux over the directory, in the instruction that writes them); a symbolic link serves as well where the reader follows it.

    Files under 4 kB are left alone: what a link saves there is not worth a line. The first copy in the layer stays.
    """#,
    "overwritten-later": #"""
    Files that a later layer replaces by something else.

    The lower copy stays in its layer and is fetched with every pull. Where both instructions are yours, write the file once: join the steps, or let the first one leave it out. Where the base brings the first copy and a package upgrade the second, a newer base brings the new one alone. A file that one layer names twice is a habit of the tool that packed it.

    The claim is the dead copy in the layer that wrote it.
    """#,
    "system-state-rewritten": #"""
    Package databases, user lists and loader caches of earlier layers, which each installation writes again.

    Every instruction that installs a package writes the whole package database anew, so each layer that does so carries one. A few instructions are no matter; twenty that install one package each are: join them, and most of these copies go.

    The claim is the dead copies. It is listed so that the account is complete, and does not ask for a change by itself.
    """#,
  ]
}
