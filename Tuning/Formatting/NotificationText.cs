namespace Paretune.Tuning.Formatting;

/// <summary>Formats on one line whether the notification of a search's end was delivered.</summary>
public static class NotificationText
{
    /// <summary>Returns what is planned for a search that has not ended; empty if no notification is configured.</summary>
    public static string Plan(SearchView search) =>
        search is { EndedAt: null, Spec.Notify: { } target } ? $"notifies {target} when it ends" : "";

    public static string Format(NotificationView one) => one.State switch
    {
        NotificationState.Delivered => $"notified {one.Target}{Tries(one)}",
        NotificationState.GivenUp => $"could not notify {one.Target}{Tries(one)}: {one.Reason}",
        _ when one.Attempts == 0 => $"about to notify {one.Target}",
        _ => $"{one.Target} not notified yet{Tries(one)}: {(one.Reason.Length == 0 ? "no answer so far" : one.Reason)}; next try",
    };

    /// <summary>Returns the time to show after the text; null if there is none.</summary>
    public static DateTimeOffset? At(NotificationView one) => one.FinishedAt ?? (one.Attempts > 0 ? one.NextAt : null);

    private static string Tries(NotificationView one) => one.Attempts == 1 ? " (1 try)" : $" ({one.Attempts} tries)";
}
