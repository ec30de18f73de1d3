/// A fix cannot be written as an edit that is known to do what it says and nothing else. There is no diff then.
struct NoSoundEdit: Error {}
