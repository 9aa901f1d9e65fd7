package p

type Meter struct{ URL string }

type Poller struct{}
