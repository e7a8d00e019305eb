using Microsoft.AspNetCore.Components;

namespace Paretune.Dashboard.Layout;

/// <summary>Keeps a viewer's choices in the address, so that they survive Back and a lost connection and can be shared as a link.</summary>
internal static class AddressChange
{
    /// <summary>Sets values in the query of the address; null removes one.</summary>
    /// <param name="replace">Whether the change replaces the history entry, as for each step of a slider.</param>
    public static void Alter(this NavigationManager navigation, bool replace, params ReadOnlySpan<(string Key, string? Value)> changed)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (key, value) in changed)
            values[key] = string.IsNullOrEmpty(value) ? null : value;
        var address = navigation.GetUriWithQueryParameters(values);
        if (address != navigation.Uri)
            navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = replace });
    }
}
