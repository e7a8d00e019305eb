namespace Paretune.Grains.Tests.Keys;

public sealed class ApiKeyTests
{
    [Fact]
    public void A_key_has_256_random_bits_and_no_two_are_alike()
    {
        var (one, other) = (ApiKey.Draw(), ApiKey.Draw());

        Assert.Matches("^ptk_[a-z2-7]{8}_[0-9a-f]{64}$", one.Text);
        Assert.NotEqual(one.Text.Split('_')[2], other.Text.Split('_')[2]);
    }

    [Fact]
    public void A_key_read_back_matches_its_own_hash_only()
    {
        var (one, other) = (ApiKey.Draw(), ApiKey.Draw());

        var read = ApiKey.Read(one.Text)!;

        Assert.Equal((one.Id, true, false), (read.Id, read.Matches(one.Hash), read.Matches(other.Hash)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ptk_")]
    [InlineData("ptk_abcdefgh_short")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.eyJzdWIiOiJhbm4ifQeyJzdWIiOiJhbm4ifQ")]
    public void What_has_not_the_form_of_a_key_is_none(string text)
    {
        Assert.Null(ApiKey.Read(text));
    }

    [Fact]
    public void A_key_in_a_message_does_not_tell_its_secret()
    {
        var key = ApiKey.Draw();

        Assert.DoesNotContain(key.Text.Split('_')[2], $"{key}", StringComparison.Ordinal);
    }
}
