using Paretune.Tuning.Notifications;

namespace Paretune.Tuning.Tests.Notifications;

public sealed class AllowedTargetsTests
{
    private const string Setting = "hooks.example.com, http://10.0.0.7:9000/hooks, https://chat.example.com/services/a/";

    [Theory]
    [InlineData("https://hooks.example.com", true)]
    [InlineData("https://HOOKS.example.com/any/path?with=query", true)]
    [InlineData("http://hooks.example.com/", false)]
    [InlineData("https://hooks.example.com:8443/", false)]
    [InlineData("https://hooks.example.com.evil.test/", false)]
    [InlineData("https://evil.test/hooks.example.com", false)]
    [InlineData("http://10.0.0.7:9000/hooks", true)]
    [InlineData("http://10.0.0.7:9000/hooks/7", true)]
    [InlineData("http://10.0.0.7:9000/hooksandmore", false)]
    [InlineData("http://10.0.0.7:9000/hooks/../admin", false)]
    [InlineData("http://10.0.0.7:9000/hooks/%2e%2e/admin", false)]
    [InlineData("http://10.0.0.7/hooks", false)]
    [InlineData("https://chat.example.com/services/a", true)]
    [InlineData("https://chat.example.com/services/b", false)]
    public void A_target_must_begin_with_what_is_allowed(string target, bool isAllowed) =>
        Assert.Equal(isAllowed, AllowedTargets.Parse(Setting).WhyNot(target) is null);

    [Fact]
    public void By_default_nobody_is_allowed_and_the_message_says_who_can_change_that() => Assert.Equal(
        "must be left out, because this server sends no notifications; an administrator can allow hooks.example.com with "
            + "Paretune:Notify:Allowed",
        AllowedTargets.None.WhyNot("https://hooks.example.com/secret-path"));

    [Theory]
    [InlineData("https://hooks.example.com/paretune", null)]
    [InlineData("ftp://hooks.example.com", "must be an http or https address")]
    [InlineData("hooks.example.com", "must be an http or https address")]
    [InlineData("https://hooks.example.com/a b", "must be an http or https address")]
    [InlineData("https://ann:pass-word@hooks.example.com/", "must have no user name or password")]
    [InlineData("https://hooks.example.com/#part", "must have no part after #")]
    public void An_address_must_be_one_that_can_be_called(string target, string? error)
    {
        var told = NotifyTarget.WhyNot(target);

        Assert.StartsWith(error ?? "", told ?? "");
        Assert.Equal(error is null, told is null);
        Assert.DoesNotContain("pass-word", told ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_has_an_end() => Assert.Equal(
        "must have at most 2000 characters, but has 2021", NotifyTarget.WhyNot($"https://example.com/{new string('a', 2001)}"));

    /// <summary>What a receiver can compute by hand: <c>printf 1767268800.{} | openssl dgst -sha256 -hmac key</c>.</summary>
    [Fact]
    public void A_signature_is_that_of_the_time_and_the_body() => Assert.Equal(
        "t=1767268800,v1=b2f88ba35b688b259658d6309df35f77dcc10bb766c45babee99e5bd6416a982",
        Signature.Compute("{}", "key", new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("", true)]
    [InlineData(" ", true)]
    [InlineData("hooks.example.com, chat.example.com", true)]
    [InlineData(",,", false)]
    [InlineData("hooks.example.com,", false)]
    public void A_comma_has_something_on_both_sides(string allowed, bool isRight)
    {
        var options = new NotifyOptions { Allowed = allowed };

        var wrong = options.Validate(new(options)).Select(result => result.ErrorMessage!).ToArray();

        Assert.Equal(isRight, wrong.Length == 0);
        Assert.All(wrong, message => Assert.Contains("an entry between commas is empty", message, StringComparison.Ordinal));
    }
}
