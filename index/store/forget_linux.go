package store

import "syscall"

// forget takes the pages of a mapped file out of the memory of the process. They are read again when they are
// asked for, as a rule from the cache of the system.
func forget(mapped []byte) { _ = syscall.Madvise(mapped, syscall.MADV_DONTNEED) } // it is only advice
