using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Paretune.Tuning.Notifications;

/// <summary>What <c>Paretune:Notify:</c> says of messages at the end of searches.</summary>
public sealed record NotifyOptions : IValidatableObject
{
    private const int ShortestSecret = 16;

    /// <summary>
    /// Where they may go, with commas between: hosts, which are reached by https, or addresses that a target must begin with. Default:
    /// nowhere, so that nothing connects to what a user names.
    /// </summary>
    public string Allowed { get; init; } = "";

    /// <summary>What they are signed with; at least 16 characters. Must be set where a process that sends them allows any.</summary>
    [PasswordPropertyText(true)]
    public string Secret { get; init; } = "";

    /// <exception cref="FormatException"><see cref="Allowed"/> breaks its rule.</exception>
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

    /// <summary>What <see cref="Secret"/> must be, and what it is.</summary>
    public string SecretRule => $"must have at least {ShortestSecret} characters, to sign notifications with, but has {Secret.Length}; "
        + "make one with: openssl rand -hex 32";

    /// <summary>Without the secret: what is printed ends up in logs.</summary>
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
