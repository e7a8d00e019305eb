using Microsoft.AspNetCore.Http;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Tests.Http;

/// <summary>How exceptions of grain calls are attributed: to the caller or to the cluster.</summary>
public sealed class GrainCallTests
{
    [Fact]
    public async Task What_our_own_code_refuses_is_told_to_the_caller()
    {
        var conflict = await Refused(() => throw new InvalidOperationException("search abc has completed"));
        var invalid = await Refused(() => throw new ArgumentException("must be one that a page gave"));

        Assert.Equal((StatusCodes.Status409Conflict, "search abc has completed"), (conflict.Status, conflict.Message));
        Assert.Equal(StatusCodes.Status400BadRequest, invalid.Status);
    }

    [Fact]
    public async Task What_a_framework_throws_is_not_the_caller_s_error()
    {
        var outOfRange = await Refused(() => Thrown(() => ArgumentOutOfRangeException.ThrowIfNegative(-1)));
        var invalid = await Refused(() => Thrown(() => _ = Enumerable.Empty<int>().First()));

        Assert.Equal(
            (StatusCodes.Status503ServiceUnavailable, StatusCodes.Status503ServiceUnavailable), (outOfRange.Status, invalid.Status));
    }

    private static Task<ApiException> Refused(Func<int> call) =>
        Assert.ThrowsAsync<ApiException>(() => GrainCall.Answer(() => Task.Run(call), CancellationToken.None));

    private static int Thrown(Action action)
    {
        action();
        return 0;
    }
}
