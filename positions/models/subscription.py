from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import new_public_id
from agencies.models import Province
from audit import clock
from positions.models.opening import Opening


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Whoever holds the link of a mail may see and end it; the link is the only way here."""
        return self.all()

    def confirmed(self) -> models.QuerySet:
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """An address that wants to hear of one opening, or of new ones; the row goes when it leaves."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("địa chỉ thư điện tử"), max_length=254)
    opening = models.ForeignKey(
        Opening, on_delete=models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    level = models.CharField(_("cấp"), max_length=5, choices=Opening.Level, blank=True)
    province = models.ForeignKey(
        Province,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tỉnh, thành phố"),
    )
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("đăng ký nhận tin")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "opening"],
                condition=Q(opening__isnull=False),
                name="subscription_opening_once",
            ),
            models.UniqueConstraint(
                fields=["email", "level", "province"],
                condition=Q(opening__isnull=True),
                nulls_distinct=False,
                name="subscription_news_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.opening or _("Chức danh thi tuyển mới"))
