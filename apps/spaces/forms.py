"""What people fill in to open a Space. The rules of a title are in the services, where every door meets them."""

from django import forms


class StartForm(forms.Form):
    title = forms.Field(required=False)  # as it was typed; a CharField rejects null characters, which the service drops
    language = forms.Field(required=False)
    announce = forms.BooleanField(required=False)
