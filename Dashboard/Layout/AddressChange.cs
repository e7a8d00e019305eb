using Microsoft.AspNetCore.Components;

namespace Paretune.Dashboard.Layout;

/// <summary>A viewer's choices are kept in the address: they survive Back, a lost connection and being sent to a colleague.</summary>
internal static class AddressChange
{
    /// <summary>Puts values into the query of the address; null takes one out.</summary>
    /// <param name="replace">Whether Back leads past this change, as for each step of a slider.</param>
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
