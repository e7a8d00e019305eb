using System.Collections.Immutable;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Tests.Http;

public sealed class ApiExceptionTests
{
    [Theory]
    [InlineData(1, "key1: must be 1")]
    [InlineData(2, "2 errors: key1: must be 1; key2: must be 2")]
    [InlineData(6, "6 errors: key1: must be 1; key2: must be 2; key3: must be 3; key4: must be 4; key5: must be 5; see the list in errors")]
    public void Its_message_names_the_first_errors(int count, string message)
    {
        ImmutableArray<ValidationError> errors = [
            .. Enumerable.Range(1, count).Select(number => new ValidationError($"key{number}", $"must be {number}"))];

        Assert.Equal((message, count), (ApiException.Invalid(errors).Message, ApiException.Invalid(errors).Errors.Length));
    }
}
