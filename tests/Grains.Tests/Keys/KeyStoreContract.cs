using Paretune.Grains.Keys;

namespace Paretune.Grains.Tests.Keys;

/// <summary>The contract of every key store. Each test uses unique names, so that stores may share a database.</summary>
public abstract class KeyStoreContract
{
    private readonly string _name = $"ann-{Sample.NewId()}";

    protected abstract IKeyStore Keys { get; }

    /// <summary>Closes the store and opens it again on the same data.</summary>
    protected abstract void Reopen();

    [Theory]
    [InlineData(KeyScope.Read)]
    [InlineData(KeyScope.Submit)]
    [InlineData(KeyScope.Admin)]
    public async Task A_key_comes_back_as_it_was_after_reopening_too(KeyScope scope)
    {
        var key = Key(_name) with { Scope = scope };

        var kept = await Keys.Add(key, default);
        Reopen();

        Assert.True(kept);
        Assert.Equal(key, await Find(_name));
    }

    [Fact]
    public async Task A_name_in_use_is_refused_and_its_key_stays_as_it_was()
    {
        var first = Key(_name);
        await Keys.Add(first, default);

        var kept = await Keys.Add(Key(_name) with { Scope = KeyScope.Admin }, default);

        Assert.False(kept);
        Assert.Equal(first, await Find(_name));
    }

    [Fact]
    public async Task A_key_that_was_removed_is_gone_and_its_name_is_free()
    {
        var key = Key(_name);
        await Keys.Add(key, default);

        var removed = await Keys.Remove(_name, default);
        var left = await Find(_name);
        var again = await Keys.Add(Key(_name), default);

        Assert.Equal((key, null, true), (removed, left, again));
    }

    [Fact]
    public async Task Removing_a_name_that_no_key_has_answers_null_and_removes_no_other()
    {
        await Keys.Add(Key(_name), default);

        var removed = await Keys.Remove(_name.ToUpperInvariant(), default);

        Assert.Null(removed);
        Assert.NotNull(await Find(_name));
    }

    [Fact]
    public async Task Keys_are_listed_by_name()
    {
        foreach (var ending in new[] { "b", "c", "a" })
            await Keys.Add(Key($"{_name}{ending}"), default);

        var listed = (await Keys.All(default)).Select(key => key.Name).Where(name => name.StartsWith(_name, StringComparison.Ordinal));

        Assert.Equal([$"{_name}a", $"{_name}b", $"{_name}c"], listed);
    }

    [Fact]
    public async Task A_name_is_a_value_and_never_a_part_of_a_statement()
    {
        var name = $"{_name}'; DROP TABLE keys; --";

        await Keys.Add(Key(name), default);

        Assert.NotNull(await Find(name));
    }

    private async Task<StoredKey?> Find(string name) => (await Keys.All(default)).SingleOrDefault(key => key.Name == name);

    private static StoredKey Key(string name)
    {
        var key = ApiKey.Draw();
        return new(key.Id, name, KeyScope.Read, key.Hash, Sample.Noon);
    }
}
