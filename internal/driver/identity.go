package driver

import (
	"io/fs"
	"time"
)

// settled is for how long a file must have been left alone before its times are
// trusted: file systems do not tell changes apart that follow closely.
const settled = 2 * time.Second

// An identity is what the file system says of a file without a look at its
// contents: size and time of change, and, where the system has them, which file
// it is and when anything about it was changed. Programs cannot set the latter:
// an edit shows even if its time is put back, or if all files have one time, as
// those from an archive that is made to be reproducible.
//
// The zero identity is that of no file.
type identity struct {
	size, modified int64
	inode, status  int64
}

func identityOf(info fs.FileInfo) identity {
	inode, status := inodeOf(info)
	return identity{info.Size(), info.ModTime().UnixNano(), inode, status}
}

// identify returns the identity of a file, zero if the file was changed so
// recently that a second change might not show.
func identify(info fs.FileInfo, now time.Time) identity {
	id := identityOf(info)
	if recent := now.Add(-settled).UnixNano(); id.modified > recent || id.status > recent {
		return identity{}
	}
	return id
}

// is reports whether the file is certainly the one of this identity.
func (id identity) is(info fs.FileInfo) bool {
	return id != identity{} && id == identityOf(info)
}
