// Builders, fakes and readers that tests share.
