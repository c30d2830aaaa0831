"""The seam between allauth and our outbox: its mails wait and are sent like all others."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.shortcuts import get_current_site

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
