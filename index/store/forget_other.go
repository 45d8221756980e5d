//go:build !linux

package store

// forget does nothing: the system is left to decide which pages of a mapped file stay in memory.
func forget([]byte) {}
