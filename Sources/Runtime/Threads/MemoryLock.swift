import CLinux

/// Keeps the process's memory from being paged out: a page fault in the path of a tick costs milliseconds.
public enum MemoryLock {
    /// Locks what is mapped and what will be, for the life of the process. Once, at the start.
    ///
    /// Refused with EPERM also where the system would agree but has set a limit: the lock would make a later
    /// allocation fail.
    public static func lockAll() -> Grant { Grant(errno: clinux_lock_memory()) }
}
