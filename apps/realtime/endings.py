"""How a way in ends: the names that `accounts.revoke` gives as its reason, and the codes with which sockets close."""

ENDINGS = {
    "signed_out": 4401,  # nobody is signed in here (any more)
    "logged_out": 4421,  # ended from another device, or by those who run the site
    "password_changed": 4422,
    "suspended": 4423,
    "account_closed": 4424,
}
