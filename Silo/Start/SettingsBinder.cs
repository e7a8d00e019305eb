using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Reflection;

namespace Paretune.Silo.Start;

/// <summary>
/// Sets the properties of an options class from the settings of the same names and validates them by their data annotations, whose messages
/// say what is allowed. Unlike .NET's binder it continues after an error, so that all errors are reported together, each under its key.
/// Unlike ValidateOnStart it runs before services are registered, which depends on the role. An empty setting counts as not set.
/// </summary>
internal sealed class SettingsBinder(List<string> errors)
{
    /// <summary>Sets the properties that the section has; the others keep their defaults.</summary>
    /// <param name="known">Settings that are read elsewhere.</param>
    public void Bind(object options, IConfigurationSection section, params IEnumerable<string> known)
    {
        string[] keys = [.. Settings(options.GetType()).SelectMany(KeysOf), .. known];
        foreach (var unknown in section.GetChildren().Where(child => !keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            errors.Add($"{unknown.Path} is not a setting; known settings: {string.Join(", ", keys)}");
        Set(options, section);
    }

    private void Set(object options, IConfigurationSection section)
    {
        foreach (var property in Settings(options.GetType()))
            if (IsFlat(property))
                Set(property.GetValue(options)!, section);
            else if (IsSection(property.PropertyType))
                Nest(options, property, section.GetSection(property.Name));
            else if (section[property.Name] is { Length: > 0 } text)
                Set(options, property, text, section.GetSection(property.Name).Path);
        foreach (var broken in (options as IValidatableObject)?.Validate(new(options)) ?? [])
            errors.Add($"{section.Path}:{broken.MemberNames.First()} {broken.ErrorMessage}");
    }

    private void Nest(object options, PropertyInfo property, IConfigurationSection section)
    {
        if (!section.GetChildren().Any(child => child.Value is { Length: > 0 }))
            return;
        var nested = Activator.CreateInstance(property.PropertyType)!;
        property.SetValue(options, nested);
        Bind(nested, section);
    }

    private void Set(object options, PropertyInfo property, string text, string path)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var rule = property.GetCustomAttribute<ValidationAttribute>();
        if (Parse(text, type) is { } value && rule?.IsValid(value) != false)
            property.SetValue(options, value);
        else
            errors.Add($"{path} must be {rule?.FormatErrorMessage(property.Name) ?? RuleOf(type)}, but {Got(property, text)}");
    }

    private static IEnumerable<PropertyInfo> Settings(Type type) =>
        type.GetProperties().Where(property => property.CanWrite && property.GetCustomAttribute<BindableAttribute>()?.Bindable != false);

    private static IEnumerable<string> KeysOf(PropertyInfo property) =>
        IsFlat(property) ? Settings(property.PropertyType).SelectMany(KeysOf) : [property.Name];

    private static bool IsSection(Type type) => type.IsClass && type.Namespace!.StartsWith(nameof(Paretune), StringComparison.Ordinal);

    private static bool IsFlat(PropertyInfo property) => property.IsDefined(typeof(SameSectionAttribute));

    // Enum.TryParse also accepts numbers.
    private static object? Parse(string text, Type type) =>
        type == typeof(string) ? text
        : type == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
        : type == typeof(int) ? int.TryParse(text, out var whole) ? whole : null
        : type == typeof(long) ? long.TryParse(text, out var large) ? large : null
        : type == typeof(IPAddress) ? IPAddress.TryParse(text, out var address) ? address : null
        : type == typeof(Uri) ? Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null
        : Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, text, ignoreCase: true) : null;

    private static string RuleOf(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(IPAddress) ? "an IP address of this machine"
        : type == typeof(Uri) ? "an address such as https://s3.example.org"
        : string.Join(", ", Enum.GetNames(type)[..^1]).ToLowerInvariant() + $" or {Enum.GetNames(type)[^1].ToLowerInvariant()}";

    // Somebody may set a key instead of its hash, and a key must not appear in a log.
    private static string Got(PropertyInfo property, string text) =>
        property.IsDefined(typeof(PasswordPropertyTextAttribute))
            ? $"is something else ({text.Length} characters, not shown)"
            : $"is \"{text}\"";
}

/// <summary>Marks a property whose settings are in the same section, not in one of its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SameSectionAttribute : Attribute;
