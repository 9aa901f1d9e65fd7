package ported

import "time"

func helper() { go time.Sleep(1) }
