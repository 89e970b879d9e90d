/// Keys that once were, and what to do in their place.
let formerKeys: [String: String] = [
    "boot.images": "take it out, and import each folder: amorce image import FOLDER --unverified"
]
