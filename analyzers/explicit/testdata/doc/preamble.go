package p

type Meter struct{}

type Poller struct{}

func (*Poller) poll(Meter) {}
