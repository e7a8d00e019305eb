using System.Data.Common;
using Npgsql;

namespace Paretune.Grains.Ledger;

/// <summary>
/// Translates Npgsql's exceptions, which other processes cannot deserialize, to <see cref="LedgerUnavailableException"/>.
/// </summary>
internal static class PostgresErrors
{
    /// <exception cref="LedgerUnavailableException">The database did not answer.</exception>
    public static Task Translate(Func<Task> ask) => Translate(async () =>
    {
        await ask();
        return true;
    });

    /// <inheritdoc cref="Translate(Func{Task})"/>
    public static async Task<T> Translate<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (NpgsqlException failure)
        {
            throw Create(failure);
        }
    }

    /// <inheritdoc cref="Translate(Func{Task})"/>
    public static async IAsyncEnumerable<T> Translate<T>(IAsyncEnumerable<T> rows)
    {
        await using var row = rows.GetAsyncEnumerator();
        while (await Next(row))
            yield return row.Current;
    }

    private static async ValueTask<bool> Next<T>(IAsyncEnumerator<T> row)
    {
        try
        {
            return await row.MoveNextAsync();
        }
        catch (NpgsqlException failure)
        {
            throw Create(failure);
        }
    }

    public static LedgerUnavailableException Create(DbException failure) =>
        new($"the ledger's database did not answer: {failure.Message}");
}
