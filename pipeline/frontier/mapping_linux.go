package frontier

import "syscall"

// minMapped is the size from which on a file is not kept in the memory of the process.
const minMapped = 32 << 20

// releaseMapping lets go of the pages of the file that are in the memory of the process: bbolt maps the whole
// file into its address space, and each record that is read brings in the 64 kB around it. The system keeps
// the pages as long as it has room.
func (f *Frontier) releaseMapping() {
	if size := f.tx.Size(); size >= minMapped {
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, f.db.Info().Data, uintptr(size), syscall.MADV_DONTNEED)
	}
}
