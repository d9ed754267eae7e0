"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from approvals.fees.views import adjustments, bills, check, income, payments, standards, window

urlpatterns: list[URLPattern | URLResolver] = [
    path("fees/", standards.fees, name="fees"),
    path("fees/export/", standards.fees_export, name="fees_export"),
    path("fees/new/", standards.fee_new, name="fee_new"),
    path("fees/import/", standards.fees_import, name="fees_import"),
    path("fees/import/template/", standards.fees_template, name="fees_template"),
    path("fees/<str:code>/", standards.fee, name="fee"),
    path("fees/<str:code>/change/", standards.fee_change, name="fee_change"),
    path("fee-window/", window.fee_window, name="fee_window"),
    path("fee-window/closing/", window.fee_closing, name="fee_closing"),
    path("bills/", bills.bills, name="bills"),
    path("bills/export/", bills.bills_export, name="bills_export"),
    path("bills/new/", bills.bill_new, name="bill_new"),
    path("bills/<str:number>/", bills.bill, name="bill"),
    path("bills/<str:number>/pay/", bills.bill_pay, name="bill_pay"),
    path("bills/<str:number>/cancel/", bills.bill_cancel, name="bill_cancel"),
    path("bills/<str:number>/print/", bills.bill_print, name="bill_print"),
    path("bills/<str:number>/slip/", bills.bill_slip, name="bill_slip"),
    path("bills/<str:number>/<int:place>/<str:kind>/", adjustments.adjustment_new, name="adjustment_new"),
    path("fee-adjustments/", adjustments.adjustments, name="adjustments"),
    path("fee-adjustments/<int:pk>/", adjustments.adjustment, name="adjustment"),
    path("fee-adjustments/<int:pk>/decide/", adjustments.adjustment_decide, name="adjustment_decide"),
    path("fee-adjustments/<int:pk>/withdraw/", adjustments.adjustment_withdraw, name="adjustment_withdraw"),
    path("fee-adjustments/<int:pk>/pay-back/", adjustments.adjustment_pay_back, name="adjustment_pay_back"),
    path("payments/", payments.payments, name="payments"),
    path("payments/export/", payments.payments_export, name="payments_export"),
    path("payments/import/", payments.payments_import, name="payments_import"),
    path("payments/import/confirm/", payments.payments_confirm, name="payments_confirm"),
    path("payments/import/template/", payments.payments_template, name="payments_template"),
    path("fee-mismatches/", payments.fee_mismatches, name="fee_mismatches"),
    path("fee-mismatches/export/", payments.fee_mismatches_export, name="fee_mismatches_export"),
    path("fee-income/", income.fee_income, name="fee_income"),
    path("fee-income/export/", income.fee_income_export, name="fee_income_export"),
    path("fee-income/outside/", income.past_income, name="past_income"),
    path("fee-income/outside/template/", income.past_income_template, name="past_income_template"),
    path("track/bill/", check.bill_check, name="bill_check"),
]
