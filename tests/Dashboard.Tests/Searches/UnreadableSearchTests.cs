using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;

namespace Paretune.Dashboard.Tests.Searches;

/// <summary>A ledger in which one search cannot be replayed.</summary>
public sealed class UnreadableSearchTests : IAsyncLifetime
{
    private readonly Api _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_list_shows_the_others_and_says_which_one_is_missing()
    {
        var whole = await _api.Submit("whole");
        Damage("aaaabbbb");

        using var response = await _api.Http.GetAsync("/api/searches");

        var listed = await response.Content.ReadFromJsonAsync<SearchView[]>(ParetuneJson.Options);
        Assert.Equal([whole], listed!.Select(search => search.Id.Value));
        Assert.Contains("aaaabbbb", Assert.Single(response.Headers.GetValues("Paretune-Note")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_by_itself_it_is_not_there_for_now()
    {
        await _api.Submit("whole");
        Damage("aaaacccc");

        using var response = await _api.Http.GetAsync("/api/searches/aaaacccc");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private void Damage(string id)
    {
        using var ledger = new SqliteConnection($"Data Source={Path.Combine(_api.Home, "ledger.sqlite")};Pooling=false");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = """
            INSERT INTO searches (id, generation, created) VALUES ($id, 1, 0);
            INSERT INTO entries (search, sequence, type, at, body) VALUES ($id, 1, 'SearchStarted', '2026-01-01', 'no json');
            """;
        command.Parameters.AddWithValue("$id", id);
        command.ExecuteNonQuery();
    }
}
