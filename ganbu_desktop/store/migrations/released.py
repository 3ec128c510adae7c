"""The migrations that went out to offices, frozen: a store that ran one would keep what the old text made.

Written by ``tests/support/old_store.py`` when the newest version is released, never by hand.
"""

RELEASED = (1, 10)
"""The versions a released program stopped at; ``tests/data`` keeps a store of each."""

STEPS = {
    1: "b0edaca593a57c929d8ed20f8507d90eec50f89333afdd0fc8e48adcce177ec6",
    2: "d888fd74011396c4b1ba814dae20dd6a1e8e58275b16b1c36439a610de7c3054",
    3: "35d89cb1bee004c541ef6e408c60ef49d2aaff84a084b88b8d6588e8a44d5149",
    4: "0c27ea577be450bf164f4ea4b5a0ca7831c27985191e618ddce6ebca446d96dd",
    5: "5b2247a1f2e47e44c1f5b10c7be37724642b3b99df8310c861a97c9d5d0c8d22",
    6: "5bb381ab4e21ffa2bbeac8fc9c33cfa3732a9bbb88d2480026646bbf80fc7c90",
    7: "faa773812af5207be38c89c7ecee80ef0a499d46d90ee5fece8bc2d0de5db555",
    8: "eb622a6450b90d36bd3a3f21832b050f8e489339826a0f490c4ade08fbc8aab1",
    9: "3dcff3a12162301b5182c824bc978d0982707bf5a7fcc2b38aabfce880205687",
    10: "94a0c3efcaf3166f4bb796e42c57d6f0488d12028d6ac187764fb87becfa1af8",
}
"""SHA-256 of the source of every step up to the newest released version."""

TABLES = {
    1: "d807ec93623a81bde71df6484a16ce550c54ba4faa07ea4ab58001ba05d87ded",
    2: "65bf4f074a686914ee7d71cc5b9f6fd33a48f60e1d52f01397fc5446e7828e74",
    3: "4e27867cacd5d9ee19dcdfb17ee863f06f1e39047601d718c2219349c042f441",
    4: "1f8966d5506f71d28318ad4a41e856c1fb91274cf32c770a900ef35a59531f20",
    5: "03f426b24f20d8467b219ee5e0a6747c00fee96c5e744e602b437c287b60a73f",
    6: "596da057169ac6da68dc3c3de093438a9bf5801b228a5b57d97bc5875a12d752",
    7: "51f92a7b6b76e2cf12b8f661ea78d14d39012d281ba7e11458de9fc63da0994c",
    8: "76a38cf8a6f073a66bd9f1a3a4724357f3568b886a7c6782ba86c1cee6af9a53",
    9: "cbb3d586094ef8bfd13f3afef51be9b7765cfbf84b80c34387422a7823450c29",
    10: "8d675c869550c90cb6ef49b6319d43209640fb3ed640cbdd9bc35b9604f6bcc3",
}
"""Fingerprint (``store.shape``) of the tables a store has after that step."""
