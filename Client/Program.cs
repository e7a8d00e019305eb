Console.WriteLine("paretune");
