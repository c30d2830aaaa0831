"""The seam between allauth and us: its mails go through the outbox, sign-ins are kept."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.shortcuts import get_current_site

from accounts.workflow import note_failed_sign_in, note_sign_in
from messaging.workflow import queue_mail


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix, email, context):
        site = get_current_site(self.request)
        message = self.render_mail(
            template_prefix, email, {"email": email, "current_site": site} | context
        )
        queue_mail(
            key=f"{template_prefix}:{secrets.token_hex(16)}",
            to=email,
            subject=message.subject,
            body=message.body,
            secret=True,  # the links in these mails open an account
        )

    def post_login(self, request, user, **options):
        note_sign_in(user)
        return super().post_login(request, user, **options)

    def authentication_failed(self, request, **credentials):
        note_failed_sign_in(credentials.get("email") or "", self.get_client_ip(request))
