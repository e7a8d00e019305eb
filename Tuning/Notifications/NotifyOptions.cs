using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Paretune.Tuning.Notifications;

/// <summary>Options for notifications at the end of searches, under <c>Paretune:Notify:</c>.</summary>
public sealed record NotifyOptions : IValidatableObject
{
    private const int ShortestSecret = 16;

    /// <summary>
    /// Allowed targets, separated by commas: hosts, which allow https, or addresses that a target must begin with. Default: none, so that
    /// no connection is made to an address that a user names.
    /// </summary>
    public string Allowed { get; init; } = "";

    /// <summary>
    /// The secret that signs notifications; at least 16 characters. Required in a process that sends notifications if any target is
    /// allowed.
    /// </summary>
    [PasswordPropertyText(true)]
    public string Secret { get; init; } = "";

    /// <exception cref="FormatException"><see cref="Allowed"/> cannot be parsed.</exception>
    [Bindable(false)]
    public AllowedTargets Targets => AllowedTargets.Parse(Allowed);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Broken() is { } broken)
            yield return new(
                $"must be hosts or http and https addresses without a query, with commas between them, but {broken}", [nameof(Allowed)]);
        if (Secret.Length is > 0 and < ShortestSecret)
            yield return new(SecretRule, [nameof(Secret)]);
    }

    /// <summary>The error message for <see cref="Secret"/>: the rule and the length got.</summary>
    public string SecretRule => $"must have at least {ShortestSecret} characters, to sign notifications with, but has {Secret.Length}; "
        + "make one with: openssl rand -hex 32";

    /// <summary>Returns the options without the secret, because printed options end up in logs.</summary>
    public override string ToString() => Allowed;

    private string? Broken()
    {
        try
        {
            _ = Targets;
            return null;
        }
        catch (FormatException broken)
        {
            return broken.Message;
        }
    }
}
