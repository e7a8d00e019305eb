using System.Data.Common;

namespace Paretune.Grains.Ledger;

/// <summary>Runs rare statements on the ledger's database, SQLite or PostgreSQL.</summary>
/// <param name="told">Translates the provider's exceptions to ones that other processes can deserialize; null: not translated.</param>
internal sealed class Statements(DbDataSource database, Func<DbException, Exception>? told = null)
{
    public Task<List<T>> All<T>(
        string sql, IEnumerable<(string Name, object Value)> values, Func<DbDataReader, T> read, CancellationToken cancellation) =>
        Run(sql, values, async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellation))
                rows.Add(read(reader));
            return rows;
        });

    public Task<object?> Scalar(string sql, IEnumerable<(string Name, object Value)> values, CancellationToken cancellation) =>
        Run(sql, values, async command => await command.ExecuteScalarAsync(cancellation) is var value and not DBNull ? value : null);

    /// <returns>The number of rows changed.</returns>
    public Task<int> Change(string sql, IEnumerable<(string Name, object Value)> values, CancellationToken cancellation) =>
        Run(sql, values, command => command.ExecuteNonQueryAsync(cancellation));

    private async Task<T> Run<T>(string sql, IEnumerable<(string Name, object Value)> values, Func<DbCommand, Task<T>> run)
    {
        try
        {
            await using var command = Command(sql, values);
            return await run(command);
        }
        catch (DbException failure) when (told is not null)
        {
            throw told(failure);
        }
    }

    private DbCommand Command(string sql, IEnumerable<(string Name, object Value)> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@{name}", value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
